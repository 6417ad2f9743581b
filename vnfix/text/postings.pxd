# Types of postings.py for Cython; without a compiler this file is not used.
cimport cython

cdef class Postings:
    cdef readonly dict number
    cdef readonly int[::1] begin
    cdef readonly int[::1] keys
    cdef readonly int[::1] sizes

    @cython.locals(
        begin="int[::1]", keys="int[::1]", sizes="int[::1]", counts="int[::1]", 
        at=int, e=int, key=int, count=int, size=int, share=double, found=list)
    cpdef list near(self, str line, double least_shared, int least_runs)
