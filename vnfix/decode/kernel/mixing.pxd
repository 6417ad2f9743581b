# Types of mixing.py for Cython; without a compiler this file is not used.
cimport cython
from libc cimport math

cdef double _UNITS

@cython.locals(
    total="double[::1]", table="const double[::1]", weight=double, t=Py_ssize_t, k=Py_ssize_t)
cpdef object mixed(list tables, const double[::1] weights)

@cython.locals(wholes="double[::1]", k=Py_ssize_t)
cpdef object summed(const double[::1] counts, const int[::1] owner, int segments)

@cython.locals(result="double[::1]", k=Py_ssize_t, whole=double)
cpdef object leaning(
    const double[::1] below, const int[::1] owner, const double[::1] wholes, double strength,
    const double[::1] counts)

cdef class Order:
    cdef readonly const int[::1] pair
    cdef readonly const int[::1] begin
    cdef readonly const unsigned char[::1] first
    cdef readonly const unsigned char[::1] second
    cdef readonly const double[::1] share

@cython.locals(
    starts="const int[::1]", sizes="const int[::1]", one="const unsigned char[::1]",
    two="const unsigned char[::1]", shares="const double[::1]", begin="int[::1]", at="int[::1]",
    pair="int[::1]", share="double[::1]", first="unsigned char[::1]", second="unsigned char[::1]",
    r=int, k=int, s=int, e=int, total=int)
cpdef Order ordered(tuple runs, const int[::1] seen_of, int segments)

@cython.locals(
    size=int, segments=int, pair="const int[::1]", begin="const int[::1]",
    share="const double[::1]", first="unsigned char[::1]", second="unsigned char[::1]",
    cost="int[::1]", found="int[::1]", used=int, s=int, e=int, x=double)
cpdef tuple laid_out(Order order, const double[::1] p, double least)

@cython.locals(
    weights="double[::1]", shares="double[::1]", k=Py_ssize_t, t=Py_ssize_t, whole=double)
cpdef object mixture_weights(
    const double[::1] table, const double[::1] counts, int sources, int rounds)
