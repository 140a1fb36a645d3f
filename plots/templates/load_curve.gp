# $curve: load, three percentiles (ms), requests/s, mean (ms; with bounds); $bounds, if has_bounds: load, requests/s at most, mean at least (ms); percentiles (their names), load (its name), slo_ms (0: none), slo, knee (-1: none), knee_text
set multiplot
set lmargin at screen 0.1
set rmargin at screen 0.985
set xrange [0:most * 1.02]
set format x ''
if (has_bounds) { set key top left } else { set key bottom right }
if (knee >= 0) set arrow 1 from knee, graph 0 to knee, graph 1 nohead lc rgb ink lw 1 dt 2 front
set tmargin at screen 0.93
set bmargin at screen 0.5
if (knee >= 0 && knee <= 0.75 * most) set label 1 knee_text at knee, graph 1.06 center textcolor rgb ink
if (knee > 0.75 * most) set label 1 knee_text at graph 1, graph 1.06 right textcolor rgb ink
set logscale y
set yrange [decade(low_ms):high_ms * 1.5]
set ytics nomirror @durations
set ylabel 'response time' offset 1, 0
if (slo_ms > 0) {
  set arrow 2 from 0, slo_ms to most * 1.02, slo_ms nohead lc rgb ink lw 1.5 dt 2 front
  set label 2 slo at most * 1.02, slo_ms right offset 0, 0.6 textcolor rgb ink front
}
lines = "$curve using 1:4 with linespoints pt 7 ps 0.4 lw 1.5 lc rgb vermillion title percentiles[3], \
  $curve using 1:3 with linespoints pt 7 ps 0.4 lw 2 lc rgb orange title percentiles[2], \
  $curve using 1:2 with linespoints pt 7 ps 0.4 lw 2 lc rgb blue title percentiles[1]"
mean = "$curve using 1:6 with linespoints pt 7 ps 0.4 lw 1.5 lc rgb green title 'mean', \
  $bounds using 1:($3 > 0 ? $3 : NaN) with lines lw 2 dt 4 lc rgb grey title 'bound of the mean (at least)'"
if (has_bounds) { eval 'plot ' . lines . ', ' . mean } else { eval 'plot ' . lines }
unset label 1
unset label 2
unset arrow 2
unset logscale y
set tmargin at screen 0.45
set bmargin at screen 0.13
set format x '%g'
set xlabel load offset 0, 0.3
set ylabel 'requests per second' offset 0, 0
set yrange [0:*]
set ytics autofreq nomirror
set key bottom right
if (has_bounds) {
  plot $bounds using 1:2 with lines lw 2 dt 4 lc rgb grey title 'bound (at most)', \
       $curve using 1:5 with linespoints pt 7 ps 0.4 lw 2 lc rgb blue notitle
} else {
  unset key
  plot $curve using 1:5 with linespoints pt 7 ps 0.4 lw 2 lc rgb blue
}
unset multiplot
