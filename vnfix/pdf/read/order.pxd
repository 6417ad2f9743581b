# Types of order.py for Cython; without a compiler this file is not used.
cimport cython

cdef long long _CELL

@cython.final
cdef class Plane:
    cdef long size
    cdef unsigned char[::1] alive
    cdef double[::1] sides
    cdef long long[::1] cells
    cdef double left
    cdef double low
    cdef double right
    cdef double high

    @cython.locals(x0=double, y0=double, x1=double, y1=double, at=long, sides="double[::1]")
    cdef add(self, box)

    @cython.locals(cells="long long[::1]")
    cdef note_cells(self, long at, double x0, double y0, double x1, double y1)

    cdef bint both(self, long i, long j)

    @cython.locals(s="double[::1]", a=long, b=long, width=double, height=double, own=double)
    cdef double waste(self, long i, long j)

    @cython.locals(s="double[::1]", a=long, b=long, x0=double, y0=double)
    cdef long join(self, long i, long j)

    @cython.locals(
        s="double[::1]", c="long long[::1]", a=long, b=long, room=long, k=long, at=long, x0=double,
        y0=double, x1=double, y1=double)
    cdef bint others_between(self, long i, long j)

@cython.locals(plane=Plane, i=long, j=long, k=long, group=long, waste=double, looked=bint, heap=list)
cpdef list joins(boxes, page)

@cython.locals(whole="long long", found="long long")
cdef long long _cell(double place)
