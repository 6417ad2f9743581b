# Types of choice.py for Cython; without a compiler this file is not used.
cimport cython

from vnfix.alternatives.places cimport Spot
from vnfix.alternatives.ranking cimport FeatureMaker, general
from vnfix.alternatives.readings cimport Rival
from vnfix.alternatives.rivals cimport Rivals
from vnfix.alternatives.views cimport likeliest as best_first
from vnfix.decode.corrections cimport correction, shared
from vnfix.decode.groups cimport Group

cdef double _RANKED, _NAMED, _LIKELIER, _SLIGHT, _CLEARLY, _NAMED_MOST
cdef int _NUMBER

@cython.final
cdef class _Chooser:
    cdef FeatureMaker _maker
    cdef object _ranking
    cdef object _calibration

    @cython.locals(g=Group, kept=bint, name=double, sure=double, found=dict, shares=list)
    cpdef place(self, Spot spot, bint asking)

    cdef list _shares(self, Spot spot, dict found)

    @cython.locals(before=str, rivals=Rivals, figures=list, found=dict, kept=dict, text=str,
        rival=Rival)
    cdef bint _may_change(self, Spot spot) except -1

    @cython.locals(least=double, share=double, options=list, text=str)
    cdef list _ranked(self, Group g, dict found, list shares, bint every)

    @cython.locals(found=dict, options=list)
    cdef _with_rivals(self, object made, Spot spot)

@cython.locals(found=double, share=double, k=Py_ssize_t)
cpdef double likeliest_other(list shares) except? -1.0

@cython.locals(sure=double)
cpdef double named(Group g) except? -1.0

cpdef bint opens(Group g) except -1

cpdef bint needs_all(Group g) except -1

cpdef tuple likeliest(object option)

cpdef chosen(Group g, object options)

@cython.locals(kept=bint)
cdef decided(Group g, object options)

@cython.locals(doubt=bint, first=bint)
cdef told(Group g, object decision)

@cython.locals(shares=dict, first=str, text=str, here=double)
cpdef list with_capital(object options, str before)

cpdef spoken(object options, Group g, object nothing)

cpdef bint may_replace(object other, object stands, str before) except -1

cpdef str letters_of(str text)

@cython.locals(at=Py_ssize_t, c=cython.Py_UCS4)
cpdef bint keeps_number(str before, str after) except -1
