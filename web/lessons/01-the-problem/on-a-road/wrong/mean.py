# message: Not 21.2: that is the average position. From there, four houses walk about 20 each; go left by one, and four walks get shorter while one gets longer.
21.2
