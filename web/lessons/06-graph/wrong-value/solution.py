g_y
