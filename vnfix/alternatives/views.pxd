# Types of views.py for Cython; without a compiler this file is not used.
cimport cython
from libc cimport math

from vnfix.alternatives.readings cimport Casing, Rival
from vnfix.alternatives.shapes cimport Frame, Shape, core_of
from vnfix.decode.align cimport Hearing
from vnfix.decode.kernel.ngrams cimport Context, LmArrays, State, advance, going_on, rests

cdef int _VIEWED, _COMPARED, _BRIEF, _MARKS, _NUMBER, _EXPECTED
cdef double _UNSAID, _NUMBERED, _FARTHEST, _UNKNOWN_CASE, _WORST_CASE, _LEAST_SHARE, _LOG_LEAST
cdef double _MOST_PULL, _STEP, _UNITS
cdef double _ALONE, _BESIDE, _VOTES

@cython.locals(
    shape=Shape, frame=Frame, costs="double[::1]", k=int, total=int, state=State, one=State,
    two=State, rest="int[::1]", context=Context)
cpdef object said(list shapes, LmArrays arrays, object window)

@cython.locals(total=int, unit=int)
cdef int follow(LmArrays arrays, tuple units, State one, State two) except? -1

@cython.locals(shape=Shape, costs="double[::1]", k=int)
cpdef object heard(list shapes, Hearing hearing, str before, double kept)

@cython.locals(shape=Shape, costs="double[::1]", k=int, cost=double)
cpdef object cased(list shapes, Casing casing)

@cython.locals(
    first="const unsigned int[::1]", word="const unsigned short[::1]",
    score="const signed char[::1]", before="const unsigned short[::1]",
    behind="const unsigned short[::1]", pulls="int[::1]", known=dict, k=int, j=int, here=int,
    total=int, met=object)
cpdef object pulled(object pairs, list own, object left, object right)

@cython.locals(low=Py_ssize_t, high=Py_ssize_t, end=Py_ssize_t, middle=Py_ssize_t)
cdef int told(
    const unsigned int[::1] first, const unsigned short[::1] word,
    const signed char[::1] score, int left, int right)

@cython.final
cdef class Views:
    cdef str before
    cdef list shapes
    cdef double[::1] said
    cdef double[::1] heard
    cdef double[::1] cased
    cdef int[::1] pulls
    cdef dict alone
    cdef dict pairs
    cdef dict votes
    cdef str first
    cdef str last
    cdef str observed
    cdef bint small
    cdef bint capital
    cdef dict words

    @cython.locals(x=double, y=double, z=double, votes=double)
    cdef tuple _document(self, str word, double own)

    @cython.locals(shape=Shape, frame=Frame, document=tuple, known=tuple, i=int)
    cdef look(self, int k, double own, double[::1] view)

    @cython.locals(
        found="double[::1]", seen="double[::1]", new="double[::1]", stands=Shape, at=int,
        letters=double, length=int, brief=bint, share=double, shape=Shape, rival=Rival, k=int,
        r=int, by=double)
    cpdef object compared(self, double own, list rivals)

@cython.locals(k=int, share=double, found=list)
cpdef list likeliest(list shares, list texts, double least)

@cython.locals(scores="double[::1]", size=int, r=int, k=int, total=double, top=double, whole=double)
cpdef list shares_of(const double[::1] rows, const double[::1] weights, double least, double none)
