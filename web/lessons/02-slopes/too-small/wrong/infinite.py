# message: Not 1e+17: a double holds about 16 significant digits. What is 3 + 1e-17 then?
1e17
