# Types of glyphs.py for Cython; without a compiler this file is not used.
cimport cython

cdef double _OVERLAP, _REACH, _WORD, _WIDE_AT_RULE, _WIDE, _WIDEST, _NARROWEST
cdef long _MOST, _LONGEST, _BLANK

@cython.final
cdef class Glyph:
    cdef public double x0
    cdef public double y0
    cdef public double x1
    cdef public double y1
    cdef public str text
    cdef public object style
    cdef public object code
    cdef public bint lost
    cdef public object flat

cpdef check_glyphs(long count)

@cython.locals(
    x=double, y=double, size=double, scaling=double, between=double, blank=double, a=double,
    b=double, c=double, d=double, e=double, f=double, low=double, high=double, back=double,
    letters=dict, found=list, first=bint, step=double, letter=tuple, left=double, base=double)
cpdef tuple draw(seq, loaded, tuple setting, tuple start, tuple drawn)

@cython.locals(
    a=double, d=double, e=double, f=double, x0=double, y0=double, x1=double, y1=double)
cdef (double, double, double, double) _level(
    (double, double, double, double, double, double) matrix, double low, double step, double high)

@cython.locals(
    a=double, b=double, c=double, d=double, e=double, f=double, xa=double, ya=double, xb=double,
    yb=double, xc=double, yc=double, xd=double, yd=double)
cdef (double, double, double, double) _around(
    (double, double, double, double, double, double) matrix, double low, double step, double high)

@cython.locals(glyph=Glyph)
cdef Glyph _glyph(
    (double, double, double, double) box, tuple letter, object style, object code)

@cython.locals(glyph=Glyph)
cpdef bint all_upright(glyphs)

@cython.locals(first=Glyph, glyph=Glyph, x0=double, y0=double, x1=double, y1=double)
cpdef (double, double, double, double) around(list glyphs)

@cython.locals(found=list, run=list, last=Glyph, glyph=Glyph)
cpdef list runs(glyphs)

@cython.locals(shared=double, reach=double)
cdef bint _side_by_side(Glyph a, Glyph b)

@cython.locals(end=double, begin=double, low=double, right=double, high=double, margin=double)
cpdef bint needs_blank(Glyph a, Glyph b)

@cython.locals(
    blanks=list, usual=double, cells=list, begin=long, left=long, right=long, gap=double, a=Glyph,
    b=Glyph, height=double, narrow=double, times=double, rule=bint)
cpdef list cut_cells(list run, double reach)

@cython.locals(half=long)
cdef double _median(list values)

@cython.locals(blanks=list, last=long, k=long, glyph=Glyph, before=Glyph)
cdef list _blanks(list run)
