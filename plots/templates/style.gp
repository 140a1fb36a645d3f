# What all pictures share. Colours: Okabe & Ito, "Color Universal Design", 2008, told apart by colour-blind readers too.
set encoding utf8
set datafile missing 'NaN'
blue = '#0072b2'; vermillion = '#d55e00'; green = '#009e73'; purple = '#cc79a7'
orange = '#e69f00'; sky = '#56b4e9'; yellow = '#f0e442'; grey = '#999999'; ink = '#404040'; faint = '#e4e4e4'
array colours[8] = [blue, vermillion, green, purple, orange, sky, ink, grey]
set border 3 lw 1 lc rgb grey
set tics nomirror out scale 0.5 textcolor rgb ink
set grid ytics lc rgb faint lw 1 dt solid
set key opaque samplen 1.5 spacing 1.1 textcolor rgb ink
set title font ',15'
set xlabel textcolor rgb ink
set ylabel textcolor rgb ink
set style fill solid noborder
# Cividis, upside down: pale is little, dark is much (Nunez, Anderton & Renslow, PLOS ONE 13(7), 2018). White is nothing.
set palette defined (-0.5 '#ffffff', -0.001 '#ffffff', 0 '#fee838', 1 '#e1cc55', 2 '#c3b369', 3 '#a59c74', 4 '#8a8678', \
  5 '#707173', 6 '#575d6d', 7 '#3b496c', 8 '#123570', 9 '#00224e')
durations = "('10 µs' 0.01, '100 µs' 0.1, '1 ms' 1, '10 ms' 10, '100 ms' 100, '1 s' 1000, '10 s' 10000, \
  '100 s' 100000, '1000 s' 1000000)"
# Where a row of a legend stands that is drawn by hand: gnuplot's own takes as many rows as it likes.
legend_y(row) = body * (1 - (14.0 + 21 * row) / body_px)
# Of pictures in several parts only the first draws the head.
headless = "unset label 9001; unset label 9002; unset label 9003"
decade(x) = 10**floor(log10(x))
decade_above(x) = 10**ceil(log10(x))
