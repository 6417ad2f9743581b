# Types of places.py for Cython; without a compiler this file is not used.
cimport cython

from vnfix.alternatives.shapes cimport core_of, word_of
from vnfix.decode.groups cimport Group, groups
from vnfix.decode.kernel.ngrams cimport LmArrays, State, advance
from vnfix.decode.signs cimport Evidence

cdef int _LEFT, _RIGHT, _NEAREST, _FARTHEST
cdef double _SURE

@cython.final
cdef class Paragraph:
    cdef readonly list groups
    cdef readonly Evidence evidence
    cdef readonly Py_ssize_t first
    cdef readonly object lm
    cdef list _units

    cpdef list units(self)

    @cython.locals(group=Group)
    cpdef str after(self, Py_ssize_t k)

@cython.final
cdef class Around:
    cdef readonly object window
    cdef readonly list before
    cdef readonly list behind
    cdef readonly tuple near
    cdef readonly tuple words
    cdef readonly str follower

    @cython.locals(
        units=list, size=Py_ssize_t, j=Py_ssize_t, group=Group, before=list, behind=list)
    cdef _look_far(self, Paragraph paragraph, Py_ssize_t k)

@cython.final
cdef class Spot:
    cdef readonly Group group
    cdef readonly object observed
    cdef readonly Paragraph paragraph
    cdef readonly Py_ssize_t number
    cdef Around _around

    @cython.locals(end=Py_ssize_t)
    cpdef bint single(self) except -1

    cpdef Around around(self)

@cython.final
cdef class Memory:
    cdef readonly dict alone
    cdef readonly dict beside
    cdef readonly dict votes

cdef more(dict counts, object key, double share)

@cython.locals(
    memory=Memory, shares=dict, words=dict, last=str, g=Group, said=list, before=str, after=str,
    share=double, k=Py_ssize_t, word=str)
cpdef Memory memory_of(list found)

@cython.locals(one=State, two=State, unit=int, arrays=LmArrays)
cpdef State state_behind(list units, object lm)
