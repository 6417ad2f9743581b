# Types of views.py for Cython; without a compiler this file is not used.
cimport cython

cdef int _VIEWED, _COMPARED, _BRIEF
cdef double _UNSAID, _NUMBERED, _FARTHEST, _UNKNOWN_CASE, _WORST_CASE, _LEAST_SHARE, _LOG_LEAST
cdef double _MOST_PULL, _STEP
cdef double _ALONE, _BESIDE, _VOTES
cdef dict _shapes

@cython.final
cdef class Shape:
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

@cython.locals(found=Shape)
cpdef Shape shape_of(str text)

cpdef int case_of(str word)

@cython.final
cdef class Views:
    cdef str before
    cdef object kept
    cdef object heard
    cdef object cased
    cdef dict said
    cdef dict pulls
    cdef dict alone
    cdef dict pairs
    cdef dict votes
    cdef str first
    cdef str last
    cdef str observed
    cdef bint small
    cdef bint capital
    cdef dict cases

    @cython.locals(shape=Shape, word=str, costs=object, x=double, y=double, k=int)
    cpdef Shape look(self, str text, double own, double[::1] view)

    @cython.locals(
        found="double[::1]", seen="double[::1]", new="double[::1]", lower=str, at=int,
        letters=double, length=int, brief=bint, text=str, share=double, bits=int, shape=Shape, k=int,
        pull=int, by=double)
    cpdef object compared(self, str stands, double own, list rivals)

@cython.locals(
    first="const unsigned int[::1]", word="const unsigned short[::1]",
    score="const signed char[::1]", before="const unsigned short[::1]",
    behind="const unsigned short[::1]", found=list, k=Py_ssize_t, here=int, total=int)
cpdef list pulled(object pairs, object own, object left, object right)

@cython.locals(low=Py_ssize_t, high=Py_ssize_t, end=Py_ssize_t, middle=Py_ssize_t)
cdef int told(
    const unsigned int[::1] first, const unsigned short[::1] word,
    const signed char[::1] score, int left, int right)

@cython.locals(found=list, at=Py_ssize_t, k=int, total=double)
cpdef list scored(const double[::1] rows, const double[::1] weights)
