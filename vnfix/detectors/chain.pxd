# Types of chain.py for Cython; without a compiler this file is not used.
cimport cython

@cython.locals(
    garbled="double[::1]", foreign="double[::1]", leave=double, stay=double, jump=double,
    a=double, b=double, c=double, size=int, k=int, top=int, state=int,
    back="unsigned char[::1]", found="unsigned char[::1]")
cpdef object states(garbled, foreign, double change)
