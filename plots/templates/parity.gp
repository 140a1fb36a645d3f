# $points: run, published, predicted (ms); runs, names, low_ms, high_ms
set lmargin at screen 0.1
set rmargin at screen 0.66
set bmargin at screen body * (0.105)
set tmargin at screen body * (0.97)
set logscale xy
low = low_ms / 2
high = high_ms * 2
set xrange [low:high]
set yrange [low:high]
set xtics @durations
set ytics nomirror @durations
set xlabel 'published' offset 0, 0.3
set ylabel 'predicted' offset 1, 0
set grid xtics ytics lc rgb faint lw 1 dt solid
set key at screen 0.68, body * 0.96 left top Left reverse
array shapes[7] = [7, 5, 9, 13, 11, 6, 4]
plot x with lines lw 1.5 lc rgb ink title 'exact', \
     x * 1.1 with lines lw 1 dt 2 lc rgb grey title '10 % off', x / 1.1 with lines lw 1 dt 2 lc rgb grey notitle, \
     for [i=1:runs] $points using ($1 == i ? $2 : NaN):3 with points pt shapes[1 + (i - 1) % 7] ps 1 \
       lc rgb colours[1 + (i - 1) % 8] title names[i]
