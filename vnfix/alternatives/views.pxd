# Types of views.py for Cython; without a compiler this file is not used.
cimport cython
from libc cimport math

from vnfix.alternatives.readings cimport Casing, Rival
from vnfix.decode.align cimport Hearing
from vnfix.decode.kernel.ngrams cimport LmArrays, State, costs_of_texts

cdef int _VIEWED, _COMPARED, _BRIEF, _MARKS, _NUMBER, _EXPECTED
cdef double _UNSAID, _NUMBERED, _FARTHEST, _UNKNOWN_CASE, _WORST_CASE, _LEAST_SHARE, _LOG_LEAST
cdef double _MOST_PULL, _STEP, _UNITS
cdef double _ALONE, _BESIDE, _VOTES

@cython.final
cdef class Shape:
    cdef readonly str text
    cdef readonly str lower
    cdef readonly str core
    cdef readonly str word
    cdef readonly int case
    cdef readonly bint letters
    cdef readonly double apart
    cdef readonly double marks
    cdef readonly double stop
    cdef readonly double colon
    cdef readonly double semicolon
    cdef readonly double comma
    cdef readonly double bare
    cdef readonly tuple units
    cdef readonly int number
    cdef readonly int far

@cython.final
cdef class Shapes:
    cdef readonly object lm
    cdef readonly dict number
    cdef readonly object pairs
    cdef readonly const unsigned short[::1] far
    cdef dict known

    @cython.locals(found=Shape)
    cpdef Shape of(self, str text)

    cpdef list all(self, list texts)

cpdef int case_of(str word)

@cython.locals(shape=Shape, units=list, distinct=list, known=dict, costs="double[::1]", k=int, cost=int)
cpdef object said(list shapes, LmArrays arrays, object window)

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

    @cython.locals(shape=Shape, document=tuple, known=tuple, i=int)
    cdef look(self, int k, double own, double[::1] view)

    @cython.locals(
        found="double[::1]", seen="double[::1]", new="double[::1]", stands=Shape, at=int,
        letters=double, length=int, brief=bint, share=double, shape=Shape, rival=Rival, k=int,
        r=int, by=double)
    cpdef object compared(self, double own, list rivals)

@cython.locals(scores="double[::1]", size=int, r=int, k=int, total=double, top=double, whole=double)
cpdef list shares_of(const double[::1] rows, const double[::1] weights, double least, double none)
