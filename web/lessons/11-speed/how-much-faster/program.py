closures, webassembly = 58, 0.022
seconds = 3.6

answer = seconds / closures * webassembly * 1000
print(f"{closures / webassembly:,.0f} times faster")
print(f"{answer:.2f} ms for 200 steps")
