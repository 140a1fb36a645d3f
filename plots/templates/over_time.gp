# $series: seconds, VUs, requests/s, iterations/s, failures/s, dropped iterations/s; saturated, saturated_s,
# last_s, max_vus, failures, dropped (most of each in a second)
most_failed = failures > dropped ? failures : dropped
step_of(most) = decade(most) * (most / decade(most) < 2 ? 0.5 : most / decade(most) < 5 ? 1 : 2.5)
set multiplot
set lmargin at screen 0.1
set rmargin at screen 0.985
set xrange [0:last_s]
set yrange [0:*]
set format x ''
set ytics autofreq nomirror
if (saturated_s >= 0) set arrow 1 from saturated_s, graph 0 to saturated_s, graph 1 nohead lc rgb ink lw 1 dt 2 front

set tmargin at screen body * (0.93)
set bmargin at screen body * (0.76)
if (saturated_s >= 0) set label 1 saturated at saturated_s, graph 1.13 center textcolor rgb ink
set ylabel 'virtual users'
set ytics 0, step_of(max_vus)
unset key
plot $series using 1:2 with filledcurves y1=0 lc rgb sky fs transparent solid 0.35, \
     $series using 1:2 with lines lw 1.5 lc rgb blue
unset label 1
@headless

set tmargin at screen body * (0.71)
set bmargin at screen body * (0.36)
set ytics autofreq nomirror
set ylabel 'per second'
set key at graph 0, graph 1.02 left bottom horizontal width 1
plot $series using 1:3 with lines lw 2 lc rgb blue title 'requests answered', \
     $series using 1:4 with lines lw 1.5 lc rgb green title 'iterations completed'

set tmargin at screen body * (0.31)
set bmargin at screen body * (0.13)
set format x '%g'
set xlabel 'time since the start of the test, s' offset 0, 0.3
set ylabel 'failures per second'
set yrange [0:1 < most_failed ? most_failed : 1]
set ytics 0, (most_failed < 5 ? 1 : step_of(most_failed))
if (failures > 0 || dropped > 0) {
  plot $series using 1:5 with filledcurves y1=0 lc rgb vermillion fs solid 0.8 title 'requests failed', \
       $series using 1:6 with lines lw 1.5 lc rgb purple title 'iterations dropped'
} else {
  unset ytics
  set label 2 'no request failed, no iteration was dropped' at graph 0.5, 0.5 center textcolor rgb ink
  unset key
  plot NaN
}
unset multiplot
