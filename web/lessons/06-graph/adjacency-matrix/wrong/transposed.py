# message: `adjacency_matrix([[], [0], []])`: expected [[0, 1, 0], [0, 0, 0], [0, 0, 0]], yours is [[0, 0, 0], [1, 0, 0], [0, 0, 0]]; rows and columns are exchanged: rows are where arrows begin, columns where they end.
def adjacency_matrix(parents):
    n = len(parents)
    matrix = [[0] * n for _ in range(n)]
    for node in range(n):
        for parent in parents[node]:
            matrix[node][parent] += 1
    return matrix


for row in adjacency_matrix([[], [], [0, 1]]):
    print(row)
