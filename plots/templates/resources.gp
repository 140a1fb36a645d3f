# $busy: seconds, row, utilisation in percent; rows, row_names; $queues: seconds, waiting at each; queues, queue_names, queue_colours, queue_dashes,
# most_queued; screen heights split, top, bottom, gap
set multiplot
set lmargin at screen 0.2
set rmargin at screen 0.88
set xrange [0:last_s]
set format x ''
set bmargin at screen body * (split)
set tmargin at screen body * (top)
set yrange [rows + 0.5:0.5]
set cbrange [0:100]
set palette defined (0 '#ffffff', 8 '#fdf6c8', 30 '#e1cc55', 60 '#8a8678', 80 '#3b496c', 100 '#00224e')
set cblabel 'busy, %' offset 0, 0 textcolor rgb ink
set cbtics 25
set colorbox user origin 0.895, body * split size 0.018, body * (top - split)
unset ytics
unset grid
unset key
do for [i=1:rows] { set label i row_names[i] at graph 0, first i right offset -0.8, 0 textcolor rgb ink }
if (queues == 0) {
  set format x '%g'
  set xlabel 'time since the start of the test, s' offset 0, 0.3
}
plot $busy using 1:2:3 with image
@headless
do for [i=1:rows] { unset label i }
if (queues > 0) {
  set format x '%g'
  set xlabel 'time since the start of the test, s' offset 0, 0.3
  set tmargin at screen body * (split - gap)
  set bmargin at screen body * bottom
  set grid ytics lc rgb faint lw 1 dt solid
  set logscale y
  set yrange [0.5:most_queued * 1.3]
  set ytics ('none' 0.5, '1' 1, '10' 10, '100' 100, '1,000' 1000, '10,000' 10000, '100,000' 100000) nomirror textcolor rgb ink
  set ylabel 'waiting' offset 0, 0
  do for [i=1:queues] {
    x = 0.2 + 0.25 * ((i - 1) % 3)
    y = body * (split - gap) + (10.0 + 21 * ((queues - 1) / 3 - (i - 1) / 3)) * body / body_px
    set arrow 500 + i from screen x, y to screen x + 0.03, y nohead lw 1.8 lc rgb queue_colours[i] dt queue_dashes[i]
    set label 500 + i queue_names[i] at screen x + 0.038, screen y left textcolor rgb ink
  }
  plot for [i=1:queues] $queues using 1:(column(i+1) > 0.5 ? column(i+1) : 0.5) with lines lw 1.8 lc rgb queue_colours[i] dt queue_dashes[i] \
    notitle
}
unset multiplot
