# message: `release` of a sum of 2,001 times x: `release` called itself hundreds of times deep, where Python ends it with a RecursionError; for 50 it is right; a loop over a list of what is still to do has no such limit.
# changes: solution.py

def release(output):
    """Cut the links of a graph, so that its nodes are freed one by one."""
    for parent in output.parents:
        release(parent)
    output.parents = ()
    output.local_gradients = ()
