# message: `adjacency_matrix([[], [0, 0]])`: expected [[0, 2], [0, 0]], yours is [[0, 1], [0, 0]]; two arrows from one node to another are counted as one.
def adjacency_matrix(parents):
    n = len(parents)
    matrix = [[0] * n for _ in range(n)]
    for node in range(n):
        for parent in parents[node]:
            matrix[parent][node] = 1
    return matrix


for row in adjacency_matrix([[], [], [0, 1]]):
    print(row)
