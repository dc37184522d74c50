// Says at once that files are too large, instead of after sending them for minutes.
// Without this script the server says the same.
for (const input of document.querySelectorAll("input[type=file][data-most-bytes]")) {
  input.addEventListener("change", () => {
    const bytes = [...input.files].reduce((total, file) => total + file.size, 0);
    const isTooLarge = bytes > Number(input.dataset.mostBytes);
    input.setCustomValidity(isTooLarge ? input.dataset.tooLarge : "");
    input.reportValidity();
  });
}
