# message: Not 50: halfway between the ends, four houses are far away. Go left by one: how many walks get shorter, how many longer?
50
