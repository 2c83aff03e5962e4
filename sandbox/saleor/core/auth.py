from django.http import HttpRequest

SALEOR_AUTH_HEADER = "HTTP_AUTHORIZATION_BEARER"
DEFAULT_AUTH_HEADER = "HTTP_AUTHORIZATION"
AUTH_HEADER_PREFIXES = ["JWT", "BEARER"]


def get_token_from_request(request: HttpRequest) -> str | None:
    if token := request.META.get(SALEOR_AUTH_HEADER):
        return token
    match request.META.get(DEFAULT_AUTH_HEADER, "").split(maxsplit=1):
        case [prefix, token] if prefix.upper() in AUTH_HEADER_PREFIXES:
            return token
    return None
