# changes: 07-chain-rule/record-local-gradients/solution.py

# new, after docstring
import math
