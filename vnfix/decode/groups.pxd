# Types of groups.py for Cython; without a compiler this file is not used.
cimport cython

cdef int _WORD, _NUMBER, _MARK, _PROPOSED, _LONGEST

@cython.final
cdef class Group:
    cdef readonly Py_ssize_t start
    cdef readonly Py_ssize_t end
    cdef readonly str before
    cdef readonly str after
    cdef readonly object steps
    cdef readonly double posterior

@cython.locals(found=double, own=double)
cpdef double least(object steps) except -1.0

@cython.locals(found=list, waiting=tuple, run=tuple)
cpdef list groups(object text, object observed, object steps)

@cython.locals(found=list, own=list, k=Py_ssize_t, first=Py_ssize_t, goal=Py_ssize_t)
cpdef list runs(object observed, object steps)

@cython.locals(first=Py_ssize_t, last=Py_ssize_t, kind=int)
cpdef bint belongs(object observed, tuple before, tuple run)

@cython.locals(
    first=Py_ssize_t, last=Py_ssize_t, start=Py_ssize_t, end=Py_ssize_t, before=str, after=str,
    seen=str)
cpdef Group group(object text, object observed, tuple run)

cpdef str written(object steps)

@cython.locals(parts=list, text=str)
cdef str said(list arcs)

@cython.locals(found=list, arcs=list, share=double, k=Py_ssize_t)
cpdef list changed(object steps, double least)

@cython.locals(
    kind=int, other=int, mark=str, text=str, last=str, word=bint, said=bint, year=bint, ends=bint)
cpdef bint spaced(list parts, object before, object arc)

@cython.locals(kind=int, other=int, text=str, code=bint)
cpdef bint apart(object before, object arc)
