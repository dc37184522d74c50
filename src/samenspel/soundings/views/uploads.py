"""Files that may not touch a disk, not even for a moment: lists of addresses."""

from collections.abc import Callable
from functools import wraps
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopFutureHandlers
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from samenspel.soundings.forms.inviting import MOST_BYTES


class InMemoryOnly(FileUploadHandler):
    """Keeps a file of modest size in memory. Of a larger one it keeps only how large it is."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._content = BytesIO()
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) <= MOST_BYTES:
            self._content.write(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        self._content.seek(0)
        return InMemoryUploadedFile(
            file=self._content,
            field_name=self.field_name,
            name=str(self.file_name),
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
        )


def in_memory_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Read what is uploaded to this view from memory.

    Outermost: the check of the form's origin reads the form, so it must come after the choice of
    where files go, and not in the middleware that comes before every view.
    """
    protected = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def inside(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.upload_handlers = [InMemoryOnly(request)]
        return protected(request, *args, **kwargs)

    return inside
