# message: There is no node `g_z` in this graph.
g_z
