# Python's lock in C; without a compiler `gil.py` is used instead, which this file does not compile.
cdef extern from "Python.h":
    ctypedef struct State "PyThreadState":
        pass
    State* let_go "PyEval_SaveThread" ()
    void take_back "PyEval_RestoreThread" (State* state)
