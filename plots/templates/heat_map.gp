# $cells: seconds, height on the axis, log10 of requests/s (none: no request); $median, $p95: seconds, height; ytics come with the data
set lmargin at screen 0.1
set rmargin at screen 0.87
set bmargin at screen body * (0.13)
set tmargin at screen body * (0.93)
set xrange [0:last_s]
set yrange [low:high]
set xlabel 'time since the start of the test, s' offset 0, 0.3
set ylabel 'response time' offset 1, 0
set cblabel 'requests per second' offset 1, 0 textcolor rgb ink
set colorbox user origin 0.885, body * 0.13 size 0.018, body * 0.8
set key outside top right horizontal
set cbrange [none:most]
unset grid
plot $cells using 1:2:3 with image notitle, \
     $p95 using 1:2 with lines lw 1.5 lc rgb vermillion title 'p95', \
     $median using 1:2 with lines lw 1.5 lc rgb sky title 'p50'
