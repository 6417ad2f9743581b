# Types of corrections.py for Cython; without a compiler this file is not used.
cimport cython

from vnfix.decode.groups cimport Group, changed

cdef int _PROPOSED, _NOTHING, _SHORT, _LETTERS_LOST
cdef object _AUTO, _REVIEW

@cython.locals(proven=bint, others=tuple)
cpdef correction(Group g, double confidence, double auto)

cpdef bint may_be_auto(Group g) except -1

@cython.locals(before=str, after=str, letters=int, digits=int, c=cython.Py_UCS4)
cpdef bint has_number(Group g) except -1

@cython.locals(n=str)
cdef bint lost(list found, str after) except -1

@cython.locals(kind=int)
cpdef bint guessed(Group g) except -1

@cython.locals(size=Py_ssize_t, letters=bint, mark=str)
cdef bint shortened(str before, str after) except -1

@cython.locals(count=int, c=cython.Py_UCS4)
cdef int alphanumeric(str text) except -1

@cython.locals(letters=int, capitals=int, c=cython.Py_UCS4)
cpdef bint short_code(str text) except -1

cdef bint is_small(cython.Py_UCS4 c) noexcept

cdef bint kin(str before, str after) except -1

cdef bint alike(str before, str after) except -1

@cython.locals(pairs=list, found=list, whole=double, best=double, scale=double, p=double)
cpdef tuple shared(double confidence, object others, double least)

@cython.locals(others=list, found=dict, share=double)
cpdef tuple alternatives(Group g)
