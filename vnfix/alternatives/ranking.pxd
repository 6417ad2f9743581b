# Types of ranking.py for Cython; without a compiler this file is not used.
cimport cython

from vnfix.alternatives.places cimport Around, Memory, Spot
from vnfix.alternatives.readings cimport looks
from vnfix.alternatives.rivals cimport Rivals
from vnfix.alternatives.shapes cimport core_of
from vnfix.alternatives.views cimport Views, cased, heard, pulled, said, shares_of

cdef int _SIGNS, _KEEP, _KEEP_LETTER
cdef double _UNITS

@cython.final
cdef class FeatureMaker:
    cdef readonly Rivals rivals
    cdef readonly Memory memory
    cdef readonly object far

    @cython.locals(views=Views)
    cpdef object features(self, Spot spot, dict found)

    @cython.locals(
        rivals=Rivals, memory=Memory, around=Around, before=str, observed=str, known=bint,
        kept=double)
    cdef Views _views(self, Spot spot, list shapes)

@cython.locals(
    before=str, letters=double, digits=bint, dirt=bint, c=cython.Py_UCS4, size=Py_ssize_t,
    about=tuple, odd=tuple)
cpdef tuple general(Spot spot)
