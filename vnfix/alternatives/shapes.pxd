# Types of shapes.py for Cython; without a compiler this file is not used.
cimport cython

cdef int _LOWER, _TITLE, _UPPER

@cython.locals(first=Py_ssize_t, last=Py_ssize_t)
cpdef str core_of(str text)

@cython.locals(first=Py_ssize_t, last=Py_ssize_t)
cpdef (Py_ssize_t, Py_ssize_t) edges_of(str text)

@cython.locals(words=list)
cpdef str word_of(str text, int at)

cpdef int case_of(str word)

@cython.final
cdef class Frame:
    cdef readonly str head
    cdef readonly str tail
    cdef readonly str left
    cdef readonly str right
    cdef readonly tuple before
    cdef readonly tuple behind
    cdef readonly int far
    cdef readonly int later
    cdef readonly double apart
    cdef readonly double marks
    cdef readonly double stop
    cdef readonly double colon
    cdef readonly double semicolon
    cdef readonly double comma
    cdef public double bare
    cdef readonly bint fits
    cdef readonly str first
    cdef readonly int number
    cdef readonly int case

    @cython.locals(words=list, core=str)
    cdef _begin(self, str head, str tail, Shapes tables)

@cython.final
cdef class Shape:
    cdef readonly str text
    cdef readonly str lower
    cdef readonly str core
    cdef readonly str word
    cdef readonly int number
    cdef readonly int case
    cdef readonly bint letters
    cdef readonly int unit
    cdef readonly int far
    cdef readonly Frame frame

@cython.final
cdef class Shapes:
    cdef readonly object lm
    cdef readonly object vocabulary
    cdef readonly object pairs
    cdef readonly list words
    cdef readonly dict number
    cdef const unsigned short[::1] unit
    cdef const unsigned short[::1] far
    cdef dict known
    cdef dict frames

    @cython.locals(unit=int, found=int)
    cpdef int first_far(self, tuple units) except -1

    @cython.locals(found=Frame)
    cpdef Frame around(self, str head, str tail)

    @cython.locals(low=str)
    cpdef Shape put(self, int word, int case, Frame frame)

    @cython.locals(bare=bint, text=str, low=str, shape=Shape)
    cpdef Shape worded(self, int word, str core, int case, Frame frame)

    @cython.locals(found=Shape)
    cpdef Shape of(self, str text)

    @cython.locals(first=Py_ssize_t, last=Py_ssize_t, core=str, word=int, frame=Frame, shape=Shape, words=list)
    cdef Shape _seen(self, str text)
