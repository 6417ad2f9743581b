# Types of rivals.py for Cython; without a compiler this file is not used.
cimport cython

from vnfix.alternatives.places cimport Spot
from vnfix.alternatives.readings cimport (
    Casing, Rival, collect, demanded, gather, row_of, spliced, weigh, wider)
from vnfix.alternatives.shapes cimport Frame, Shape, Shapes, core_of, edges_of
from vnfix.decode.align cimport Ear, Hearing
from vnfix.decode.candidates cimport Charts
from vnfix.decode.groups cimport Group, changed

cdef int _CHART, _EXPECTED, _MARKS, _CASE, _LIKELY, _NUMBER, _UNCHANGED, _NOTHING, _DEBRIS
cdef int _HEARD_KEPT

@cython.final
cdef class Rivals:
    cdef readonly Charts charts
    cdef readonly object lm
    cdef readonly object vocabulary
    cdef readonly Shapes shapes
    cdef Casing _casing
    cdef dict _heard
    cdef Ear _ear

    @cython.locals(found=dict, group=Group, before=str, after=str, kept=list, text=str)
    cpdef dict of(self, Spot spot, bint words=*)

    @cython.locals(before=str)
    cpdef list numbers_of(self, Spot spot)

    @cython.locals(text=str, place=int, size=Py_ssize_t, k=Py_ssize_t, a=int, b=int)
    cdef _from_charts(self, dict found, Spot spot)

    @cython.locals(token=str, first=Py_ssize_t, last=Py_ssize_t, frame=Frame)
    cdef list _expected(self, Spot spot)

    cpdef Casing casing(self, Spot spot)

    @cython.locals(found=Hearing)
    cpdef Hearing hearing(self, str observed)

cpdef bint keeps(list numbers, str text) except -1

cpdef str plain(str marks)

@cython.locals(
    first=Py_ssize_t, last=Py_ssize_t, whole=Py_ssize_t, core=str, stem=str, title=str, found=list)
cpdef list other_marks(str text)

@cython.locals(core=str, title=str)
cpdef list other_cases(str text)

@cython.locals(number=str, c=cython.Py_UCS4)
cpdef list numbers(str token)

cpdef bint may_be_debris(str token) except -1
