// Connects the button of a page to allauth's passkey functions. It stands in a file because the
// content security policy runs no script that is written in a page.
(() => {
  const parts = document.querySelectorAll("[data-passkey-part]");
  const supported = window.PublicKeyCredential !== undefined;

  for (const part of parts) part.hidden = !supported;
  for (const note of document.querySelectorAll("[data-passkey-unsupported]")) note.hidden = supported;
  if (!supported) return;

  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    for (const note of document.querySelectorAll("[data-passkey-failed]")) note.hidden = false;
  });

  for (const button of document.querySelectorAll("[data-passkey]")) {
    // Before allauth's own listener: a second try takes the message of the first away.
    button.addEventListener("click", () => {
      for (const note of document.querySelectorAll("[data-passkey-failed]")) note.hidden = true;
    });
    window.allauth.webauthn.forms[button.dataset.passkey]({
      ids: {
        add: button.id,
        authenticate: button.id,
        credential: button.dataset.credential,
        data: "passkey-data",
        login: button.id,
        passwordless: button.dataset.passwordless,
      },
    });
  }
})();
