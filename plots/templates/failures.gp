# $points: row, first, last (seconds), kind (1 filled up, 2 failed, 3 logged, 4 the load); rows, row_names
set lmargin at screen 0.42
set rmargin at screen 0.97
set bmargin at screen body * (bottom)
set tmargin at screen body * (top)
set xrange [0:last_s]
set yrange [rows + 0.6:0.4]
set xlabel 'time since the start of the test, s' offset 0, 0.3
unset ytics
set grid xtics noytics lc rgb faint lw 1 dt solid
set border 1
set key at screen 0.695, body * 0.985 center top horizontal width 1
do for [i=1:rows] { set label i row_names[i] at graph 0, first i right offset -0.8, 0 textcolor rgb ink }
array kinds[4] = ['filled up', 'requests failed', 'logged', 'load not kept up']
array kind_colours[4] = [blue, vermillion, purple, orange]
array kind_points[4] = [5, 7, 9, 13]
plot for [k=1:4] $points using ($4 == k ? $2 : NaN):1:($3-$2):(0) with vectors nohead lw 3 lc rgb kind_colours[k] \
       notitle, \
     for [k=1:4] $points using ($4 == k ? $2 : NaN):1 with points pt kind_points[k] ps 1 lc rgb kind_colours[k] \
       title kinds[k]
