# Types of cases.py for Cython; without a compiler this file is not used.
cimport cython
from libc cimport math

cdef int _INF
cdef double _UNITS
cdef int _UNSEEN

@cython.final
cdef class Neighbours:
    cdef const unsigned int[::1] before
    cdef const unsigned char[::1] before_cost
    cdef const unsigned int[::1] after
    cdef const unsigned char[::1] after_cost
    cdef const unsigned short[::1] opener
    cdef const double[::1] opener_cost
    cdef double step

@cython.locals(key="unsigned int", low=int, high=int, end=int, middle=int)
cdef int place(const unsigned int[::1] keys, int first, int second) noexcept

@cython.locals(low=double, title=double, up=double, norm=double, k=int)
cpdef (double, double, double) between(
    Neighbours table, (double, double, double) own, int word, (int, int) near)

cdef double mean(double a, double b) noexcept

@cython.locals(low=double, title=double, up=double, least=double, best=int, known=int)
cpdef (int, double) likeliest(
    (double, double, double) costs, (int, int, int) channel, (double, double, double) shown)

cdef double seen(int cost, int known) noexcept
