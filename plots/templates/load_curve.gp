# $curve: load, three percentiles (ms), requests/s, mean (ms; with bounds); $bounds, if has_bounds: load, requests/s at most,
# mean at least (ms); percentiles (their names), load (its name), slo_ms (0: none), slo, knee (-1: none), knee_text,
# best_at, best (most requests/s, and where), best_text
set multiplot
set lmargin at screen 0.1
set rmargin at screen 0.985
set xrange [0:most * 1.02]
set format x ''
if (knee >= 0) {
  set arrow 1 from knee, graph 0 to knee, graph 1 nohead lc rgb ink lw 1 dt 2 front
  set object 1 rect from first knee, graph 0 to graph 1, graph 1 behind fc rgb vermillion fs transparent solid 0.07 noborder
}
set tmargin at screen body * 0.87
set bmargin at screen body * 0.47
unset key
array shown[5] = [percentiles[1], percentiles[2], percentiles[3], 'mean', 'bound of the mean']
array shown_colours[5] = [blue, orange, vermillion, green, grey]
lines_shown = has_bounds ? 5 : 3
y = legend_y(0)
do for [i=1:lines_shown] {
  x = (has_bounds ? 0.39 : 0.68) + 0.105 * (i - 1)
  dashes = i == 5 ? 4 : 1
  set arrow 10 + i from screen x, y to screen x + 0.03, y nohead lw 2 dt dashes lc rgb shown_colours[i]
  set label 10 + i shown[i] at screen x + 0.037, screen y left textcolor rgb ink
}
if (knee >= 0 && knee <= 0.75 * most) set label 1 knee_text at knee, graph 1 center offset 0, 0.7 textcolor rgb ink
if (knee > 0.75 * most) set label 1 knee_text at graph 1, graph 1 right offset 0, 0.7 textcolor rgb ink
if (knee > 0.23 * most && knee < 0.77 * most) {
  set label 3 'more load, more answers' at knee / 2, graph 0.93 center textcolor rgb '#6b6b6b' font ',13'
  set label 4 'more load, longer waits' at (knee + most) / 2, graph 0.07 center textcolor rgb '#6b6b6b' font ',13'
}
set logscale y
set yrange [decade(low_ms):high_ms * 1.5]
set ytics nomirror @durations
set ylabel 'response time' offset 1, 0
if (slo_ms > 0) {
  set arrow 2 from 0, slo_ms to most * 1.02, slo_ms nohead lc rgb ink lw 1.5 dt 2 front
  set label 2 slo at most * 1.01, slo_ms right offset 0, 0.6 textcolor rgb ink front
}
lines = "$curve using 1:2:4 with filledcurves lc rgb orange fs transparent solid 0.16 notitle, \
  $curve using 1:4 with linespoints pt 7 ps 0.4 lw 1.5 lc rgb vermillion notitle, \
  $curve using 1:3 with linespoints pt 7 ps 0.4 lw 2 lc rgb orange notitle, \
  $curve using 1:2 with linespoints pt 7 ps 0.4 lw 2.5 lc rgb blue notitle"
mean = "$curve using 1:6 with linespoints pt 7 ps 0.4 lw 1.5 lc rgb green notitle, \
  $bounds using 1:($3 > 0 ? $3 : NaN) with lines lw 2 dt 4 lc rgb grey notitle"
if (has_bounds) { eval 'plot ' . lines . ', ' . mean } else { eval 'plot ' . lines }
@headless
do for [i=11:15] { unset label i; unset arrow i }
unset label 1
unset label 2
unset label 3
unset label 4
unset arrow 2
unset logscale y
set tmargin at screen body * 0.4
set bmargin at screen body * 0.12
set format x "%'g"
set xlabel load offset 0, 0.3
set ylabel 'requests per second' offset 0, 0
set yrange [0:best * 1.22]
set ytics autofreq nomirror
best_up = has_bounds ? -0.9 : 0.8
if (best_at > 0.85 * most) {
  set label 5 best_text at best_at, best right offset 0, best_up textcolor rgb blue front
} else {
  set label 5 best_text at best_at, best left offset 0.6, best_up textcolor rgb blue front
}
set key at graph 1, graph 1.02 right bottom horizontal width 1
if (has_bounds) {
  plot $bounds using 1:($2 <= best * 1.22 ? $2 : NaN) with lines lw 2 dt 4 lc rgb grey title 'bound (at most)', \
       $curve using 1:5 with linespoints pt 7 ps 0.4 lw 2.5 lc rgb blue notitle
} else {
  unset key
  plot $curve using 1:5 with filledcurves y1=0 lc rgb sky fs transparent solid 0.25, \
       $curve using 1:5 with linespoints pt 7 ps 0.4 lw 2.5 lc rgb blue
}
unset multiplot
