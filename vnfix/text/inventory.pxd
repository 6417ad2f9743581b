# Types of inventory.py for Cython; without a compiler this file is not used.
cimport cython

@cython.locals(token=str, number=dict)
cpdef tuple numbered(lines)

cdef class Inventory:
    cdef readonly list types
    cdef readonly int[::1] numbers
    cdef readonly int[::1] ends

    @cython.locals(found="int[::1]", numbers="int[::1]", k=int)
    cpdef object counts(self)

    @cython.locals(found="int[::1]", numbers="int[::1]", ends="int[::1]", line=int, k=int)
    cpdef object counts_in(self, lines)

    cpdef dict told(self, lines)

    @cython.locals(
        values="double[::1]", found="double[::1]", numbers="int[::1]", ends="int[::1]",
        k=int, line=int, total=double)
    cpdef object sums(self, values)
