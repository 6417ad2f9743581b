# Types of text.py for Cython; without a compiler this file is not used.
cimport cython

from vnfix.pdf.read.glyphs cimport Glyph, around, needs_blank

cdef class TextBuilder:
    cdef readonly list pages
    cdef readonly list words
    cdef readonly list glyphs
    cdef readonly list fonts
    cdef readonly list guests
    cdef readonly long _end
    cdef list _pieces
    cdef list _word
    cdef long _start

    @cython.locals(last=Glyph, glyph=Glyph, text=str, start=long, part=str)
    cpdef _add_line(self, list glyphs, frame)

    @cython.locals(first=Glyph)
    cdef _add(self, Glyph glyph, str part, frame)

    @cython.locals(first=Glyph)
    cdef _end_word(self, frame)

    cdef _note(self, Glyph glyph, long start)

    cdef _write(self, str text)
