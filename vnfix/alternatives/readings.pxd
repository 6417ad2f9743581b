# Types of readings.py for Cython; without a compiler this file is not used.
cimport cython

from vnfix.alternatives.shapes cimport Frame, Shape, Shapes
from vnfix.decode.align cimport Hearing
from vnfix.decode.groups cimport written
from vnfix.decode.kernel.cases cimport Neighbours, between

cdef int _WORD, _CHARTED, _EXPECTED_MOST, _TWO_CASES, _ARC
cdef double _WEIGHT, _FAR, _CASE_STEP
cdef tuple _IN_CAPITALS

@cython.final
cdef class Rival:
    cdef public double share
    cdef public int bits
    cdef public Shape shape

@cython.locals(rival=Rival)
cpdef gather(dict found, list texts, int kind)

@cython.locals(rival=Rival)
cpdef weigh(dict found, str text, double share)

@cython.locals(rival=Rival, shape=Shape)
cpdef collect(dict found, list shapes, int kind)

@cython.locals(seen=list, text=str, rival=Rival, shape=Shape)
cpdef list looks(str stands, dict found, Shapes shapes)

@cython.locals(
    kind="int[::1]", start="int[::1]", end="int[::1]", cost="int[::1]", a=int, key="long long",
    keys=list)
cpdef list row_of(object chart, int first, int last)

@cython.locals(word="int[::1]", case="int[::1]", found=list, a=int, key="long long")
cdef list said(object chart, list keys)

@cython.locals(
    kind="int[::1]", start="int[::1]", end="int[::1]", cost="int[::1]", first=int, last=int, a=int,
    key="long long", keys=list)
cpdef list wider(object chart, str text, tuple edges, Shapes shapes, tuple known)

@cython.locals(
    start="int[::1]", end="int[::1]", a=int, key="long long", span="long long", many=int,
    met=dict, found=list)
cdef list spread(object chart, list keys)

@cython.locals(
    start="int[::1]", end="int[::1]", word="int[::1]", case="int[::1]", begin=int, stop=int, a=int,
    used=int, key="long long", limit="long long", found=list, last=list, frame=Frame, shape=Shape)
cdef list cheapest(object chart, list keys, str text, Shapes shapes, tuple known)

@cython.locals(
    found=list, frame=Frame, own=Frame, frames=dict, code=int, case=int, kind=int, low=str,
    word=str)
cpdef list spliced(Shapes shapes, object steps, Py_ssize_t k, list words)

@cython.locals(head=str, whole=str)
cdef Frame framed(Shapes shapes, object steps, Py_ssize_t k, str word)

@cython.final
cdef class Casing:
    cdef Neighbours table
    cdef readonly dict number
    cdef const unsigned short[::1] lm
    cdef const unsigned char[::1] own
    cdef bint caps
    cdef int before
    cdef int behind
    cdef dict known

    cpdef turn(self, tuple near, bint caps)

    @cython.locals(found=tuple, low=double, title=double, up=double)
    cpdef tuple costs(self, int word)

    @cython.locals(low=double, title=double, up=double)
    cpdef tuple likely(self, str word)

@cython.locals(cost=double, heard=double, word=str, found=list)
cpdef list by_ear(list likely, Hearing hearing)

@cython.locals(found=list, k=int, word=str, case=int, other=int, number=int)
cpdef list demanded(list likely, Hearing hearing, Casing casing, Shapes shapes, Frame frame)
