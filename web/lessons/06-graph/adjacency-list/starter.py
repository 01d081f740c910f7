# changes: solution.py

def adjacency_list(nodes):
    ...
