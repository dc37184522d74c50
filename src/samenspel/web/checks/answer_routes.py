"""The addresses on which people answer, or may hold a personal link. No proxy keeps a log of them.

One page below each, as somebody would ask for it.
"""

SAMPLES = {
    "/s/": "/s/0123456789abcdefghjkmnpqrs",
    "/v/": "/v/ABC123/",
    "/o/": "/o/0123456789abcdefghjkmnpqrs",
    "/meedoen/": "/meedoen/",
    "/link-kwijt/": "/link-kwijt/",
    "/uitkomsten/": "/uitkomsten/0123456789abcdefghjkmnpqrs/",
}
