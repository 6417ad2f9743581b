# Types of looks.py for Cython; without a compiler this file is not used.
cimport cython

cdef tuple CASES
cdef int _LOWER, _TITLE, _UPPER, _COMMA_SWALLOWED, _SWALLOWED

@cython.locals(dotted=bint)
cpdef bint may_be_words(str observed) except -1

@cython.locals(c=Py_UCS4)
cdef bint no_letters(str observed) except -1

@cython.locals(first=Py_ssize_t)
cpdef tuple core_span(str observed)

@cython.locals(n=Py_ssize_t, k=Py_ssize_t, starts=list, ends=list)
cpdef tuple borders(str observed)

@cython.locals(upper=Py_ssize_t, n=Py_ssize_t, c=Py_UCS4, tried=int)
cpdef tuple cases_to_try(str observed, bint caps)

@cython.locals(before=bint)
cdef bint beside_digit(str observed, Py_ssize_t start, Py_ssize_t end) except -1

cdef int swallowed(Py_UCS4 edge) noexcept

@cython.final
cdef class Look:
    cdef readonly str observed
    cdef readonly bint caps
    cdef readonly bint may_be_words
    cdef readonly tuple core
    cdef readonly tuple cases
    cdef readonly tuple starts
    cdef readonly tuple ends
    cdef readonly tuple prices
    cdef readonly tuple numbers
    cdef readonly tuple unit
    cdef readonly tuple as_it_stands

    @cython.locals(first=list, last=list, k=Py_ssize_t)
    cdef _inside(self, str observed, list behind, list before)

@cython.final
cdef class Looks:
    cdef object _lm
    cdef dict _known

    @cython.locals(key=tuple)
    cpdef Look of(self, str observed, bint caps, bint digits)

@cython.locals(
    observed=str, caps=bint, n=Py_ssize_t, runs=int, matches=list, a=Py_ssize_t, b=Py_ssize_t,
    unit=str, first=Py_UCS4, touches=bint, inside=bint, lost=bint, kept=int, debris=int)
cdef _as_it_stands(list arcs, Look look, object lm, object glued, bint digits)

@cython.locals(low=Py_ssize_t, high=Py_ssize_t)
cdef bint within(tuple spans, Py_ssize_t a, Py_ssize_t b) except -1

@cython.locals(c=Py_UCS4)
cdef bint any_alpha(str observed) noexcept

cdef _kept(list arcs, str unit, tuple span, object lm, bint caps)

cdef bint is_form(str observed, str unit) except -1

cdef int mark_price(str observed, str unit, bint inside) except -1

@cython.locals(unit=str, label=bint)
cdef int debris_price(str observed, Py_ssize_t a, Py_ssize_t b, bint digits) except -2
