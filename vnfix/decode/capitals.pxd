# Types of capitals.py for Cython; without a compiler this file is not used.
cimport cython

from vnfix.decode.kernel.cases cimport Neighbours, between, likeliest

cdef int _WORD
cdef double _CASE_STEP
cdef (double, double, double) _IN_CAPITALS

@cython.locals(letters=int, c=cython.Py_UCS4)
cpdef bint in_large(str seen) except -1

@cython.locals(found=dict, k=Py_ssize_t, text=str)
cdef dict lines_in_capitals(object observed)

@cython.final
cdef class Capitals:
    cdef Neighbours table
    cdef object words
    cdef const unsigned short[::1] numbers
    cdef const unsigned char[::1] own
    cdef object lm
    cdef int begin

    @cython.locals(
        units="int[::1]", text=str, seen=str, line=dict, settled=list, before=int, small=bint,
        k=Py_ssize_t, unit=int, word=bint, start=Py_ssize_t, capital=bint)
    cpdef list settle(self, object observed, object steps)

    @cython.locals(units="int[::1]", parts=list, k=Py_ssize_t, word=Py_ssize_t, behind=int)
    cdef int[::1] _units(self, object steps)

    @cython.locals(
        word=Py_ssize_t, costs=(cython.double, cython.double, cython.double),
        own=(cython.double, cython.double, cython.double), low=int, title=int, up=int, text=str, case=int, sure=double)
    cdef object _settled(
        self, object step, str shape, int unit, int before, int behind, bint capital)

@cython.locals(words=dict, upper=dict, k=Py_ssize_t, here=int, said=bint, large=int, most=bint)
cdef list alike(list steps, str text, dict line)
