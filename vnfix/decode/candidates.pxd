# Types of candidates.py for Cython; without a compiler this file is not used.
cimport cython

from vnfix.decode.kernel.chart cimport Arcs, Chart
from vnfix.decode.kernel.trie cimport Sought, Trie, Workspace
from vnfix.decode.looks cimport Look, Looks, borders, cases_to_try

cdef tuple _UNFORESEEN, _FIRST
cdef int _RULED_OUT, _HOPE, _UNTOLD, _LONGEST, _DOUBTFUL, _SPLIT_ABOVE, _SPLIT_LETTER

@cython.final
cdef class Charts:
    cdef readonly object tools
    cdef readonly object effort
    cdef readonly dict settled
    cdef public dict known
    cdef public dict pieces
    cdef Workspace workspace
    cdef Chart scratch
    cdef Trie trie
    cdef tuple compiled
    cdef Looks looks
    cdef tuple beam
    cdef bint blanks
    cdef bint digits
    cdef dict number
    cdef set letters
    cdef object usual
    cdef object units

    @cython.locals(key=tuple)
    cpdef Arcs token(self, str observed, bint caps)

    cpdef forget(self)

    @cython.locals(key=tuple, chart=Chart, n=Py_ssize_t, wanted=dict)
    cpdef Arcs joined(self, str observed, bint caps)

    cpdef Look look(self, str observed, bint caps)

    @cython.locals(look=Look, chart=Chart, start=int, end=int, kind=int, unit=int, cost=int)
    cdef Arcs _chart(self, str observed, bint caps)

    @cython.locals(chart=Chart, a=int, b=int, k=int, m=int)
    cdef _without_numbers(self, str observed, object numbers, tuple unit)

    @cython.locals(chart=Chart, first=Py_ssize_t, last=Py_ssize_t, k=int)
    cdef _without_letters(self, Look look)

    @cython.locals(
        observed=str, starts=tuple, ends=tuple, chart=Chart, first=int, last=int, wanted=dict,
        best=int, again=bint, k=int)
    cdef _words(self, Look look)

    @cython.locals(whole=Chart, part=Chart, window=str)
    cdef _pieces(self, Look look)

    cdef _price(self, tuple prices)

    @cython.locals(sought=Sought)
    cdef _search(self, str observed, tuple cases, tuple beam, object starts, dict wanted)
