# Types of layer.py for Cython; without a compiler this file is not used. A `long` is too short for
# the keys of cells and for hundredths on Windows.
cimport cython

cdef double _CELL, _MIDDLE, _NEAR, _SMALLEST, _GAP, _NARROWEST, _WIDE, _ADVANCE, _ALONG
cdef double _OFF_LINE, _STEP_BACK, _OTHER_SIZE, _SAME_SIZE, _LARGEST, _DOUBT, _INF
cdef long long _MOST_STEPS, _FAR, _ROW

@cython.final
cdef class Laid:
    cdef public str text
    cdef public long long line
    cdef public object mcid
    cdef public double x
    cdef public double y
    cdef public double ux
    cdef public double uy
    cdef public double length
    cdef public double size

@cython.final
cdef class Space:
    cdef readonly double x0
    cdef readonly double y0
    cdef readonly double x1
    cdef readonly double y1
    cdef readonly int rotation

    cpdef (double, double, double, double) user(
        self, double left, double top, double right, double low)

@cython.final
cdef class Lines:
    cdef readonly Space space
    cdef readonly list lines
    cdef readonly dict cells

    @cython.locals(
        x0=double, y0=double, x1=double, y1=double, x=double, y=double, line=Laid, across=double,
        along=double, length=double, start=double, laid=Laid)
    cpdef Laid lay(self, str text, long long number, object box, double begin, double end)

    @cython.locals(
        number="long long", keys=set, end=double, row="long long", column="long long",
        steps="long long", k="long long", t=double)
    cdef _add(self, Laid line)

    @cython.locals(
        column="long long", row="long long", best=double, nearest="long long", i="long long",
        j="long long", here=list, k="long long",
        line=Laid, along=double, across=double, beyond=double, distance=double, reach=double)
    cdef Laid _nearest(self, double x, double y)

cdef long long _cell(double place)

@cython.locals(word=Laid)
cdef Laid _moved(Laid line, str text, long long number)

@cython.locals(out=bytearray, low="long long", high="long long")
cpdef bytes write_layer(words, font, str name)

@cython.locals(
    low="long long", high="long long", first=Laid, size=double, x="long long", y="long long",
    k="long long", word=Laid, step=double,
    right="long long", above="long long", behind=Laid, dx=double, dy=double, room=double, length=double)
cdef _write_line(bytearray out, words, (long long, long long) span, font, str name)

@cython.locals(found="long long")
cdef long long _floor(double value)

@cython.locals(scaled=double, whole="long long", rest=double)
cdef long long _hundredths(double value)

@cython.locals(left="long long", whole="long long", rest="long long", power="long long", digit="long long")
cdef _write_number(bytearray out, long long hundredths)

cdef bint _goes_on(Laid first, Laid last, Laid word)

@cython.locals(
    number="long long", end="long long", between=str, laid=list, begin=double, stop=double,
    width=double)
cpdef list lay_words(placed, old, str text, Lines lines)
