# message: `topological_order` of a sum of 1,251 times x: `visit` called itself hundreds of times deep, where Python ends it with a RecursionError; for 50 it is right; a loop over a list of what is still to do has no such limit.
# changes: solution.py

def topological_order(output):
    """All nodes that lead to `output`, and itself, each after its parents."""
    order = []
    seen = set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            for parent in node.parents:
                visit(parent)
            order.append(node)

    visit(output)
    return order
