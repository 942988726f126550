package dev.vernier.io.dataset;

/** In which order a network takes the colours of a pixel; files hold them as RGB. */
public enum ChannelOrder {
    RGB,
    BGR
}
