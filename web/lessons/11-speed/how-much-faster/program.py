closures, webassembly = 63, 0.016
seconds = 4.2

answer = seconds / closures * webassembly * 1000
print(f"{closures / webassembly:,.0f} times faster")
print(f"{answer:.2f} ms for 200 steps")
